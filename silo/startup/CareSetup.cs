using Lifecycle.Grains;
using Lifecycle.Jobs;
using Lifecycle.Jobs.Care;
using Lifecycle.Store.Care;
using Lifecycle.Templates;

namespace Lifecycle.Silo.Startup;

/// <summary>Puts together what sends messages to contacts.</summary>
internal static class CareSetup
{
    public static void AddCare(this IServiceCollection services, SiloSettings settings, IReadOnlyList<ITemplateLanguage> languages)
    {
        services.AddSingleton<Programmes>();
        services.AddSingleton<CareFactsReader>();
        services.AddSingleton<ICareBook, CareBook>();
        services.AddSingleton<IOutbox, Outbox>();
        services.AddSingleton<IMessageTemplates>(Templates(settings.Templates, languages));
        services.AddSingleton(new CareSettings(settings.MailFrom.Name ?? settings.MailFrom.Address));
        services.AddSingleton<IJob, CareJob>();
    }

    private static MessageTemplates Templates(string? folder, IReadOnlyList<ITemplateLanguage> languages)
    {
        try
        {
            var files = TemplateFiles.Embedded();
            return new(folder is null ? files : TemplateFiles.Over(files, folder), languages);
        }
        catch (Exception e) when (folder is not null && e is TemplateException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Lifecycle:Templates: {e.Message}");
        }
    }
}
