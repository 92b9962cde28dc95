using System.Text;
using Lifecycle.Silo;
using Lifecycle.Silo.Webhooks;
using Microsoft.Extensions.Configuration;

namespace Lifecycle.Tests.Silo.Webhooks;

/// <summary>Gateways and their secrets as they are configured.</summary>
public sealed class WebhookSettingsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// <summary>The example that Standard Webhooks and its libraries are tested with.</summary>
    [Fact]
    public void The_signature_is_that_of_the_standard() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSecret.Parse(Secret)!.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("{\"test\": 2432232314}")));

    [Fact]
    public void Gateways_are_read_with_one_secret_or_several()
    {
        Assert.Empty(Read());
        var gateways = Read(
            ("Sms:Url", "https://sms.example/send?key=1"), ("Sms:Secrets", Secret), ("Wecom:Url", "http://127.0.0.1:8080/"),
            ("Wecom:Secrets", $"{Secret}, {Secret}"), ("Wecom:AnswerSeconds", "5"));
        Assert.Equal(["sms https://sms.example/send?key=1 1 30", "wecom http://127.0.0.1:8080/ 2 5"], gateways.Select(g => $"{g.Channel} {g.Url} {g.Secrets.Length} {g.Answer.TotalSeconds}"));
    }

    [Fact]
    public void Secrets_may_stand_in_a_file()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.Path);
        var file = Path.Combine(folder.Path, "secrets");
        File.WriteAllText(file, $"{Secret}\n{Secret}\n");
        Assert.Equal(2, Assert.Single(Read(("Sms:Url", "https://sms.example/"), ("Sms:SecretsFile", file))).Secrets.Length);
    }

    [Theory]
    [InlineData("Lifecycle:Gateways:Fax", "Fax:Url=https://fax.example/")]
    [InlineData("Lifecycle:Gateways:Sms:Url", "Sms:Secrets=" + Secret)]
    [InlineData("Lifecycle:Gateways:Sms:Url", "Sms:Url=ftp://sms.example/")]
    [InlineData("Lifecycle:Gateways:Sms:Url", "Sms:Url=/send")]
    [InlineData("Lifecycle:Gateways:Sms:Url", "Sms:Url=https://user:password@sms.example/")]
    [InlineData("Lifecycle:Gateways:Sms", "Sms:Url=https://sms.example/")]
    [InlineData("Lifecycle:Gateways:Sms", "Sms:Url=https://sms.example/", "Sms:Secrets=secret")]
    [InlineData("Lifecycle:Gateways:Sms", "Sms:Url=https://sms.example/", "Sms:Secrets=whsec_c2hvcnQ=")]
    [InlineData("Lifecycle:Gateways:Sms", "Sms:Url=https://sms.example/", "Sms:Secrets=,")]
    [InlineData("Lifecycle:Gateways:Sms", "Sms:Url=https://sms.example/", "Sms:Secrets=" + Secret, "Sms:SecretsFile=/x")]
    [InlineData("Lifecycle:Gateways:Sms:SecretsFile", "Sms:Url=https://sms.example/", "Sms:SecretsFile=/nowhere")]
    [InlineData("Lifecycle:Gateways:Sms:AnswerSeconds", "Sms:Url=https://sms.example/", "Sms:Secrets=" + Secret, "Sms:AnswerSeconds=0")]
    public void What_cannot_be_used_is_named_and_no_secret_is_repeated(string named, params string[] settings)
    {
        var e = Assert.Throws<StartupException>(() => Read([.. settings.Select(s => (s.Split('=', 2)[0], s.Split('=', 2)[1]))]));
        Assert.StartsWith(named, e.Message);
        Assert.DoesNotContain("password", e.Message);
        Assert.DoesNotContain(Secret, e.Message);
    }

    private static WebhookSettings[] Read(params (string Key, string Value)[] settings) =>
    [
        .. WebhookSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => "Lifecycle:Gateways:" + s.Key, string? (s) => s.Value))
            .Build()),
    ];
}
