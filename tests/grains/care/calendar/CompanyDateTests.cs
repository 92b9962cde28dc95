using System.Collections.Immutable;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care.Calendar;

/// <summary>A company's own dates: when they are, and which are refused.</summary>
public sealed class CompanyDateTests
{
    private static readonly CompanyDate Founded = new("founding-day", new("公司周年", "Company anniversary"), Lunar: false, 6, 18);

    [Theory]
    [InlineData(false, 6, 18, null, "2025 2025-06-18, 2026 2026-06-18")]
    [InlineData(false, 2, 29, null, "2025 2025-02-28, 2026 2026-02-28")]
    [InlineData(false, 6, 18, 2026, "2026 2026-06-18")]
    [InlineData(false, 6, 18, 2027, "")]
    [InlineData(true, 3, 3, null, "2025 2025-03-31, 2026 2026-04-19")]
    [InlineData(true, 12, 30, null, "2024 2025-01-28, 2025 2026-02-16")]
    [InlineData(true, 12, 8, 2025, "2025 2026-01-26")]
    public void Falls_on(bool lunar, int month, int day, int? year, string expected)
    {
        var date = Founded with { Lunar = lunar, Month = month, Day = day, Year = year };
        Assert.Null(CompanyDate.Check(date));
        Assert.Equal(expected, string.Join(", ", date.Between(new(2025, 1, 1), new(2026, 12, 31)).Select(found => $"{found.Occurrence} {found.On:yyyy-MM-dd}")));
    }

    public static TheoryData<CompanyDate, string, string> Refused => new()
    {
        { Founded with { Id = "" }, "company-date-id-invalid", "id" },
        { Founded with { Id = "Founding" }, "company-date-id-invalid", "id" },
        { Founded with { Id = "founding day" }, "company-date-id-invalid", "id" },
        { Founded with { Id = "founding--day" }, "company-date-id-invalid", "id" },
        { Founded with { Id = "-day" }, "company-date-id-invalid", "id" },
        { Founded with { Id = "../day" }, "company-date-id-invalid", "id" },
        { Founded with { Id = new('a', 41) }, "company-date-id-invalid", "id" },
        { Founded with { Id = "birthday" }, "company-date-id-taken", "id" },
        { Founded with { Id = "mid-autumn" }, "company-date-id-taken", "id" },
        { Founded with { Names = new("", "Day") }, "text-blank", "chinese" },
        { Founded with { Names = new("日", "Day\n") }, "text-blank", "english" },
        { Founded with { Names = new("日", new('x', 201)) }, "text-too-long", "english" },
        { Founded with { Month = 0 }, "company-date-invalid", "month" },
        { Founded with { Month = 13 }, "company-date-invalid", "month" },
        { Founded with { Day = 0 }, "company-date-invalid", "day" },
        { Founded with { Day = 31 }, "company-date-invalid", "day" },
        { Founded with { Month = 2, Day = 29, Year = 2026 }, "company-date-invalid", "day" },
        { Founded with { Month = 2, Day = 30 }, "company-date-invalid", "day" },
        { Founded with { Lunar = true, Day = 31 }, "company-date-invalid", "day" },
        { Founded with { Lunar = true, Month = 12, Day = 30, Year = 2024 }, "company-date-invalid", "day" },
        { Founded with { Year = 1900 }, "company-date-invalid", "year" },
        { Founded with { Lunar = true, Year = 2101 }, "company-date-invalid", "year" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Is_refused(CompanyDate date, string code, string field)
    {
        var refusal = CompanyDate.Check(date)!;
        Assert.Equal((code, field), (refusal.Code, refusal.Field));
        Assert.Equal(refusal, CompanyDate.Check([Founded with { Id = "another" }, date]));
    }

    [Fact]
    public void What_names_its_year_may_be_a_day_that_not_every_year_has()
    {
        Assert.Null(CompanyDate.Check(Founded with { Month = 2, Day = 29, Year = 2028 }));
        Assert.Null(CompanyDate.Check(Founded with { Lunar = true, Month = 12, Day = 30, Year = 2022 }));
        Assert.Null(CompanyDate.Check(Founded with { Month = 2, Day = 29 }));
    }

    [Fact]
    public void No_id_is_there_twice()
    {
        Assert.Null(CompanyDate.Check(ImmutableArray<CompanyDate>.Empty));
        Assert.Null(CompanyDate.Check([Founded, Founded with { Id = "founding-day-2" }]));
        Assert.Equal("company-date-id-taken", CompanyDate.Check([Founded, Founded with { Month = 7 }])!.Code);
    }
}
