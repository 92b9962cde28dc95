namespace Lifecycle.Silo.Demo.Words;

/// <summary>Industries, and how they appear in a company's name.</summary>
internal static class Trades
{
    public static IReadOnlyList<(string Industry, string Word, string English)> All { get; } =
    [
        ("机械设备", "机械", "Machinery"),
        ("电子元器件", "电子", "Electronics"),
        ("食品饮料", "食品", "Foods"),
        ("建筑材料", "建材", "Building Supplies"),
        ("医疗器械", "医疗器械", "Medical"),
        ("纺织服装", "纺织", "Textiles"),
        ("化工原料", "化工", "Chemicals"),
        ("汽车零部件", "汽配", "Auto Parts"),
        ("五金工具", "五金", "Hardware"),
        ("包装印刷", "包装", "Packaging"),
        ("家居用品", "家居", "Home"),
        ("新能源", "新能源", "Energy"),
    ];

    public static IReadOnlyList<string> Forms { get; } = ["有限公司", "有限公司", "有限公司", "科技有限公司", "贸易有限公司", "实业有限公司", "股份有限公司"];
}
