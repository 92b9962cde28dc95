namespace Lifecycle.Silo.Demo.Words;

/// <summary>A sales region: its cities, and the account managers who look after it.</summary>
/// <param name="Weight">Its part of a hundred customers.</param>
internal sealed record Place(string Region, int Weight, string[] Cities, string[] Managers);

internal static class Places
{
    public static IReadOnlyList<Place> All { get; } =
    [
        new("华东", 30, ["上海", "苏州", "杭州", "南京", "宁波", "无锡", "合肥"], ["li.na", "wang.wei", "li.na"]),
        new("华南", 22, ["深圳", "广州", "东莞", "佛山", "厦门", "南宁"], ["chen.jing", "zhang.min"]),
        new("华北", 16, ["北京", "天津", "石家庄", "太原", "济南"], ["liu.yang"]),
        new("华中", 12, ["武汉", "长沙", "郑州", "南昌"], ["zhao.lei"]),
        new("西南", 10, ["成都", "重庆", "昆明", "贵阳"], ["zhou.ting"]),
        new("西北", 5, ["西安", "兰州", "银川"], ["sun.hao", "zhou.ting"]),
        new("东北", 5, ["沈阳", "大连", "长春", "哈尔滨"], ["sun.hao"]),
    ];

    public static Place Pick(Chance chance)
    {
        var left = chance.Between((0, All.Sum(place => place.Weight) - 1));
        return All.First(place => (left -= place.Weight) < 0);
    }
}
