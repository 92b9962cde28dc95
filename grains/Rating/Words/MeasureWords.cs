using System.Globalization;

namespace Lifecycle.Grains;

/// <summary>The languages that reasons are told in.</summary>
public enum Tongue
{
    /// <summary>English.</summary>
    English,

    /// <summary>Simplified Chinese.</summary>
    Chinese,
}

/// <summary>Measures, their values and classes as people say them.</summary>
public static class MeasureWords
{
    /// <summary>The language of a tag such as <c>zh-CN</c> or <c>en</c>; null: none that we speak.</summary>
    public static Tongue? Read(string tag) => tag switch
    {
        "en" => Tongue.English,
        "zh-CN" or "zh" => Tongue.Chinese,
        _ => null,
    };

    /// <summary>What a measure is called.</summary>
    public static string Word(this Measure measure, Tongue tongue) => tongue == Tongue.Chinese ? Chinese(measure) : English(measure);

    /// <summary>A shown value in words.</summary>
    public static string Say(this Measure measure, object? value, Tongue tongue) => value switch
    {
        null => tongue == Tongue.Chinese ? "无" : "undefined",
        bool flag => (flag, tongue) switch
        {
            (true, Tongue.Chinese) => "是", (false, Tongue.Chinese) => "否", (true, _) => "yes", _ => "no",
        },
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => measure.Say(number, measure.Unit().Decimals(), tongue),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>A number with so many decimals where it has them.</summary>
    /// <param name="decimals">Of the number itself: of a rate two more than of its per cents.</param>
    internal static string Say(this Measure measure, decimal number, int decimals, Tongue tongue) => measure.Unit() switch
    {
        MeasureUnit.Money => Money(number, decimals),
        MeasureUnit.Rate => Plain(number * 100m, decimals - 2) + (tongue == Tongue.Chinese ? "%" : " %"),
        MeasureUnit.Days => Plain(number, decimals) + (tongue == Tongue.Chinese ? " 天" : " days"),
        _ => Plain(number, decimals),
    };

    /// <summary>A threshold or another number of a policy, to its last decimal; or a flag.</summary>
    internal static string SayWhole(this Measure measure, object said, Tongue tongue) =>
        said is decimal number ? measure.Say(number, ComparedWords.MostDecimals, tongue) : measure.Say(said, tongue);

    /// <summary>How many decimals a value is shown with, where nothing asks for more.</summary>
    internal static int Decimals(this MeasureUnit unit) => unit switch
    {
        MeasureUnit.Rate => 6,
        MeasureUnit.Days => 1,
        _ => 2,
    };

    /// <summary>An amount with its groups of three kept apart.</summary>
    public static string Money(decimal amount) => Money(amount, 2);

    /// <summary>A comparison as a sign that reads as it is meant.</summary>
    public static string Say(string sign) => sign switch { ">=" => "≥", "<=" => "≤", "!=" => "≠", _ => sign };

    private static string Money(decimal amount, int decimals)
    {
        var format = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
        format.NumberGroupSeparator = " ";
        return amount.ToString("#,0.00" + new string('#', decimals - 2), format);
    }

    private static string Plain(decimal number, int decimals) => number.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);

    private static string English(Measure measure) => measure switch
    {
        Measure.Sales => "sales",
        Measure.PriorSales => "sales of the year before",
        Measure.Batches => "shipments",
        Measure.PriorBatches => "shipments of the year before",
        Measure.Postings => "postings",
        Measure.EverPosted => "ever posted",
        Measure.Growth => "growth of sales",
        Measure.Repaid => "repaid",
        Measure.PriorRepaid => "repaid the year before",
        Measure.Returned => "returned",
        Measure.PriorReturned => "returned the year before",
        Measure.RepaymentRate => "repayment rate",
        Measure.PriorRepaymentRate => "repayment rate of the year before",
        Measure.RepaymentDrop => "drop of the repayment rate",
        Measure.ReturnRate => "return rate",
        Measure.PriorReturnRate => "return rate of the year before",
        Measure.Receivable => "receivable",
        Measure.Overdue => "overdue",
        Measure.OldestOverdueDays => "oldest overdue",
        Measure.CreditLimit => "credit limit",
        Measure.CreditUsed => "credit used",
        Measure.DaysSinceShipment => "since the last shipment",
        Measure.MedianInterval => "median interval between shipments",
        Measure.CustomerSince => "customer since",
        Measure.NewInWindow => "new this year",
        Measure.TenureYears => "years as a customer",
        Measure.Evaluation => "evaluation",
        Measure.Complexity => "complexity of demand",
        _ => "collection difficult",
    };

    private static string Chinese(Measure measure) => measure switch
    {
        Measure.Sales => "销售额",
        Measure.PriorSales => "上年销售额",
        Measure.Batches => "发货批次",
        Measure.PriorBatches => "上年发货批次",
        Measure.Postings => "往来笔数",
        Measure.EverPosted => "有过往来",
        Measure.Growth => "销售增长率",
        Measure.Repaid => "回款额",
        Measure.PriorRepaid => "上年回款额",
        Measure.Returned => "退货额",
        Measure.PriorReturned => "上年退货额",
        Measure.RepaymentRate => "回款率",
        Measure.PriorRepaymentRate => "上年回款率",
        Measure.RepaymentDrop => "回款率下降",
        Measure.ReturnRate => "退货率",
        Measure.PriorReturnRate => "上年退货率",
        Measure.Receivable => "应收余额",
        Measure.Overdue => "逾期额",
        Measure.OldestOverdueDays => "最长逾期",
        Measure.CreditLimit => "信用额度",
        Measure.CreditUsed => "额度占用",
        Measure.DaysSinceShipment => "距上次发货",
        Measure.MedianInterval => "发货间隔中位数",
        Measure.CustomerSince => "合作起始日",
        Measure.NewInWindow => "本年新增",
        Measure.TenureYears => "合作年数",
        Measure.Evaluation => "评价",
        Measure.Complexity => "需求复杂度",
        _ => "催收困难",
    };
}
