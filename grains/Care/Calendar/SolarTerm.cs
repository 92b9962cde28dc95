namespace Lifecycle.Grains;

/// <summary>The 24 solar terms in the order of the solar year: every 15° of the Sun's apparent longitude, from 285° on.</summary>
public enum SolarTerm
{
    /// <summary>小寒, early January.</summary>
    MinorCold,

    /// <summary>大寒.</summary>
    MajorCold,

    /// <summary>立春, early February.</summary>
    StartOfSpring,

    /// <summary>雨水.</summary>
    RainWater,

    /// <summary>惊蛰, early March.</summary>
    AwakeningOfInsects,

    /// <summary>春分: 0°.</summary>
    SpringEquinox,

    /// <summary>清明, early April.</summary>
    PureBrightness,

    /// <summary>谷雨.</summary>
    GrainRain,

    /// <summary>立夏, early May.</summary>
    StartOfSummer,

    /// <summary>小满.</summary>
    GrainBuds,

    /// <summary>芒种, early June.</summary>
    GrainInEar,

    /// <summary>夏至: 90°.</summary>
    SummerSolstice,

    /// <summary>小暑, early July.</summary>
    MinorHeat,

    /// <summary>大暑.</summary>
    MajorHeat,

    /// <summary>立秋, early August.</summary>
    StartOfAutumn,

    /// <summary>处暑.</summary>
    EndOfHeat,

    /// <summary>白露, early September.</summary>
    WhiteDew,

    /// <summary>秋分: 180°.</summary>
    AutumnEquinox,

    /// <summary>寒露, early October.</summary>
    ColdDew,

    /// <summary>霜降.</summary>
    FrostDescent,

    /// <summary>立冬, early November.</summary>
    StartOfWinter,

    /// <summary>小雪.</summary>
    MinorSnow,

    /// <summary>大雪, early December.</summary>
    MajorSnow,

    /// <summary>冬至: 270°.</summary>
    WinterSolstice,
}
