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
        decimal number => measure.Unit() switch
        {
            MeasureUnit.Money => Money(number),
            MeasureUnit.Rate => (number * 100m).ToString("0.####", CultureInfo.InvariantCulture) + (tongue == Tongue.Chinese ? "%" : " %"),
            MeasureUnit.Days => number.ToString("0.#", CultureInfo.InvariantCulture) + (tongue == Tongue.Chinese ? " 天" : " days"),
            _ => number.ToString("0.##", CultureInfo.InvariantCulture),
        },
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>An amount with its groups of three kept apart.</summary>
    public static string Money(decimal amount)
    {
        var format = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
        format.NumberGroupSeparator = " ";
        return amount.ToString("#,0.00", format);
    }

    /// <summary>A comparison as a sign that reads as it is meant.</summary>
    public static string Say(string sign) => sign switch { ">=" => "≥", "<=" => "≤", "!=" => "≠", _ => sign };

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
