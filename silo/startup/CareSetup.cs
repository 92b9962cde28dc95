using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Care;
using Lifecycle.Silo.Mail;
using Lifecycle.Store.Care;
using Lifecycle.Templates;

namespace Lifecycle.Silo.Startup;

/// <summary>Puts together what sends messages to contacts.</summary>
internal static class CareSetup
{
    public static void AddCare(this IServiceCollection services, SiloSettings settings)
    {
        services.AddSingleton<ICareBook, CareBook>();
        services.AddSingleton<IOutbox, Outbox>();
        services.AddSingleton<IMessageTemplates>(MessageTemplates.Embedded());
        services.AddSingleton<IMessageChannel>(OutboxFolder.Open(Path.Combine(settings.DataDirectory, "outbox"), settings.MailFrom));
        services.AddSingleton(new CareSettings(settings.MailFrom.Name ?? settings.MailFrom.Address));
        services.AddSingleton<IJob, CareJob>();
    }
}
