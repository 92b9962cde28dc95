using Lifecycle.Api.Webhooks;
using Lifecycle.Grains;
using Lifecycle.Silo.Mail;
using Lifecycle.Silo.Webhooks;
using Lifecycle.Store.Care;
using Lifecycle.Store.Webhooks;

namespace Lifecycle.Silo.Startup;

/// <summary>The ways by which messages leave: e-mail through a server, or else into a folder, and a gateway each for what is configured.</summary>
internal static class ChannelSetup
{
    /// <exception cref="StartupException">A value cannot be used; the message names its key.</exception>
    public static void AddChannels(this IServiceCollection services, IConfiguration configuration, SiloSettings settings)
    {
        var gateways = WebhookSettings.Read(configuration);
        services.AddSingleton<IDeliveryLog, DeliveryLog>();
        services.AddSingleton<IReplays, Replays>();
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton(new GatewayList([.. gateways.Select(g => new KnownGateway(g.Channel, g.Url.GetLeftPart(UriPartial.Authority)))]));
        foreach (var gateway in gateways)
        {
            services.AddSingleton<IChannel>(s => ActivatorUtilities.CreateInstance<WebhookChannel>(s, gateway));
        }

        if (SmtpSettings.Read(configuration, settings.MailFrom) is { } smtp)
        {
            services.AddSingleton<IChannel>(s => ActivatorUtilities.CreateInstance<SmtpChannel>(s, smtp));
        }
        else
        {
            services.AddSingleton<IChannel>(OutboxFolder.Open(Path.Combine(settings.DataDirectory, "outbox"), settings.MailFrom));
        }
    }
}
