namespace Lifecycle.Grains;

/// <summary>Classes as people say them: in Chinese by the words of the standard, elsewhere, and for a company's own, as they are written.</summary>
public static class ClassWords
{
    /// <summary>A class in words.</summary>
    public static string Say(string @class, Tongue tongue) => (tongue, @class) switch
    {
        (Tongue.Chinese, "new.effective") => "新增有效客户",
        (Tongue.Chinese, "new.ineffective") => "新增无效客户",
        (Tongue.Chinese, "problem.stagnant") => "问题客户（呆滞）",
        (Tongue.Chinese, "problem.pending") => "问题客户（待处理）",
        (Tongue.Chinese, "dormant.prospect") => "潜在客户",
        (Tongue.Chinese, "dormant.inactive") => "无业务客户",
        (Tongue.Chinese, "deteriorating.sales") => "劣化客户（销售）",
        (Tongue.Chinese, "deteriorating.repayment") => "劣化客户（回款）",
        (Tongue.Chinese, "mature.normal") => "成熟正常客户",
        (Tongue.Chinese, "mature.abnormal") => "成熟非正常客户",
        (Tongue.Chinese, "mature.minor") => "小额客户",
        (Tongue.Chinese, _) => $" {@class} ",
        _ => @class,
    };
}
