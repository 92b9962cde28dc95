using Lifecycle.Api.Templates;
using Lifecycle.Grains;
using Lifecycle.Store;
using Lifecycle.Store.Templates;
using Lifecycle.Templates;

namespace Lifecycle.Silo.Startup;

/// <summary>Puts together the texts of messages.</summary>
internal static class TemplateSetup
{
    /// <exception cref="StartupException">A template of the company's folder is at fault.</exception>
    public static async Task AddTemplatesAsync(
        this IServiceCollection services, SiloSettings settings, IReadOnlyList<ITemplateLanguage> languages, Database database, IBusinessClock clock)
    {
        var book = Read(settings.Templates, languages);
        var store = new TemplateStore(database, book, clock);
        await store.StartAsync(CancellationToken.None);
        services.AddSingleton<IMessageTemplates>(book);
        services.AddSingleton<ITemplateBook>(book);
        services.AddSingleton(store);
        services.AddSingleton<ITemplateVersions>(store);
        services.AddHostedService<TemplateFollower>();
        services.AddSingleton(new TemplateSettings(settings.SenderName));
    }

    private static MessageTemplates Read(string? folder, IReadOnlyList<ITemplateLanguage> languages)
    {
        try
        {
            var files = TemplateFiles.Embedded();
            return new(folder is null ? files : files.Under(folder), languages);
        }
        catch (Exception e) when (folder is not null && e is TemplateException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Lifecycle:Templates: {e.Message}");
        }
    }
}
