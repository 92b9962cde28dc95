using System.Collections.Immutable;
using Lifecycle.Grains;
using Lifecycle.Silo.Startup;

namespace Lifecycle.Silo.Webhooks;

/// <summary>A gateway that takes messages by HTTP.</summary>
/// <param name="Channel">What it carries: one of <see cref="CareChannels"/>.</param>
/// <param name="Secrets">Each signs: while a secret is exchanged the gateway may know either.</param>
public sealed record WebhookSettings(string Channel, Uri Url, ImmutableArray<WebhookSecret> Secrets)
{
    /// <summary>How long to wait for a connection to stand.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for an answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For how many days attempts are remembered.</summary>
    public int KeepDays { get; init; } = 90;

    /// <summary>Reads <c>Lifecycle:Gateways</c>.</summary>
    /// <exception cref="StartupException">A value cannot be used; the message names its key.</exception>
    public static ImmutableArray<WebhookSettings> Read(IConfiguration configuration)
    {
        var all = configuration.GetSection("Lifecycle:Gateways");
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Sms"] = CareChannels.Sms, ["Wecom"] = CareChannels.Wecom };
        return
        [
            .. all.GetChildren().Select(section => known.TryGetValue(section.Key, out var channel)
                ? Read(section, channel)
                : throw new StartupException($"{section.Path}: there are gateways for {string.Join(" and ", known.Keys)} alone.")),
        ];
    }

    private static WebhookSettings Read(IConfigurationSection section, string channel)
    {
        // The address may hold a password, so it is not repeated.
        if (!Uri.TryCreate(section["Url"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            throw new StartupException($"{section.Path}:Url is no address that begins with https:// or http:// and has no user in it.");
        }

        var settings = new WebhookSettings(channel, url, ReadSecrets(section));
        return settings with
        {
            Connect = section.Seconds("ConnectSeconds", settings.Connect),
            Answer = section.Seconds("AnswerSeconds", settings.Answer),
            KeepDays = section.Whole("KeepDays", settings.KeepDays, 3_650),
        };
    }

    private static ImmutableArray<WebhookSecret> ReadSecrets(IConfigurationSection section)
    {
        var text = (section["Secrets"], section["SecretsFile"]) switch
        {
            ({ Length: > 0 } given, null) => given,
            (null, not null) => section.FileText("SecretsFile"),
            _ => throw new StartupException($"{section.Path}: there must be either Secrets or SecretsFile."),
        };
        var secrets = text.Split([',', ' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(WebhookSecret.Parse).ToArray();
        return secrets.Length > 0 && Array.TrueForAll(secrets, s => s is not null)
            ? [.. secrets!]
            : throw new StartupException($"{section.Path}: a secret is whsec_ followed by 24 to 64 bytes in base64.");
    }
}
