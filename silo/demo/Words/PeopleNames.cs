namespace Lifecycle.Silo.Demo.Words;

/// <summary>Names of people, with their spelling in an address.</summary>
internal static class PeopleNames
{
    private static readonly (string Sign, string Latin)[] Surnames =
    [
        ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("赵", "zhao"), ("黄", "huang"),
        ("周", "zhou"), ("吴", "wu"), ("徐", "xu"), ("孙", "sun"), ("胡", "hu"), ("朱", "zhu"), ("高", "gao"), ("林", "lin"),
        ("何", "he"), ("郭", "guo"), ("马", "ma"), ("罗", "luo"), ("梁", "liang"), ("宋", "song"), ("郑", "zheng"), ("欧阳", "ouyang"),
    ];

    private static readonly (string Sign, string Latin)[] Women =
    [
        ("芳", "fang"), ("静", "jing"), ("丽娟", "lijuan"), ("秀英", "xiuying"), ("雪梅", "xuemei"), ("婷", "ting"), ("晓燕", "xiaoyan"),
        ("慧敏", "huimin"), ("佳怡", "jiayi"), ("文娟", "wenjuan"), ("梦瑶", "mengyao"), ("海霞", "haixia"), ("雨桐", "yutong"), ("思琪", "siqi"),
    ];

    private static readonly (string Sign, string Latin)[] Men =
    [
        ("伟", "wei"), ("强", "qiang"), ("建国", "jianguo"), ("志明", "zhiming"), ("俊杰", "junjie"), ("浩然", "haoran"), ("文博", "wenbo"),
        ("海涛", "haitao"), ("国栋", "guodong"), ("晓东", "xiaodong"), ("鹏飞", "pengfei"), ("子轩", "zixuan"), ("永强", "yongqiang"), ("磊", "lei"),
    ];

    private static readonly string[] EnglishWomen = ["Alice", "Emma", "Grace", "Hannah", "Julia", "Laura", "Nora", "Sophie"];
    private static readonly string[] EnglishMen = ["Adam", "Daniel", "Edward", "George", "Henry", "Martin", "Oliver", "Thomas"];
    private static readonly string[] EnglishSurnames = ["Ashworth", "Barlow", "Carver", "Dalton", "Everett", "Fletcher", "Harlow", "Mercer", "Norris", "Whitfield"];

    public static (string Name, string Latin, string Salutation) Chinese(Chance chance)
    {
        var woman = chance.Often(0.45);
        var (surname, given) = (chance.Pick<(string Sign, string Latin)>(Surnames), chance.Pick<(string Sign, string Latin)>(woman ? Women : Men));
        return (surname.Sign + given.Sign, $"{given.Latin}.{surname.Latin}", surname.Sign + (woman ? "女士" : "先生"));
    }

    public static (string Name, string Latin, string Salutation) English(Chance chance)
    {
        var woman = chance.Often(0.45);
        var (given, surname) = (chance.Pick<string>(woman ? EnglishWomen : EnglishMen), chance.Pick<string>(EnglishSurnames));
        return ($"{given} {surname}", $"{given}.{surname}".ToLowerInvariant(), woman ? "Ms" : "Mr");
    }
}
