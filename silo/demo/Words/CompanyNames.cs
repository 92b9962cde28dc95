namespace Lifecycle.Silo.Demo.Words;

/// <summary>
/// Made-up company names, no two alike: a customer's number picks the brand. Any likeness to a real company is chance.
/// </summary>
internal static class CompanyNames
{
    private const string FirstSigns = "云澜朗屹澄翊沐骏霁弘珩棠璟皓翎峻鹭岚汐煦槿禾逸曜琅晟筠澈溪沅樾麓荟铄祺芃昱琰霖菡舜珞隽骁";
    private const string SecondSigns = "舟岳川泽帆桥岭原衡图峰林石屿桐湾轩域航江木森河田野池陵谷岩渊洲滨城堡台源泉坤圃苑驿庄径渡峡麦";

    private static readonly string[] FirstWords =
    [
        "Alder", "Bramble", "Cobalt", "Dunmore", "Elmhurst", "Fenwick", "Glenrock", "Hollin", "Ironbridge", "Juniper", "Kestrel", "Larkfield",
        "Marlow", "Northwell", "Oakhaven", "Pinecrest", "Quillon", "Rowan", "Saltmarsh", "Thornbury", "Umber", "Vantor", "Westmere", "Yarrow", "Zephyr",
    ];

    private static readonly string[] SecondWords =
        ["Finch", "Stone", "Harbour", "Vale", "Crane", "Wick", "Field", "Moss", "Reed", "Pike", "Lowe", "Frost", "Marsh", "Holt", "Brook", "Dale", "Ridge"];

    public static string Chinese(int number, string city, string word, string form)
    {
        var place = Scatter(number, FirstSigns.Length * SecondSigns.Length);
        return $"{city}{FirstSigns[place % FirstSigns.Length]}{SecondSigns[place / FirstSigns.Length]}{word}{form}";
    }

    public static string English(int number, string word, string form)
    {
        var place = Scatter(number, FirstWords.Length * SecondWords.Length);
        return $"{FirstWords[place % FirstWords.Length]} & {SecondWords[place / FirstWords.Length]} {word} {form}";
    }

    // Neighbours get different brands: 641 is prime and no factor of either size, so nothing comes twice.
    private static int Scatter(int number, int size) => number * 641 % size;
}
