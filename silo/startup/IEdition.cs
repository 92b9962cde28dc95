using Lifecycle.Store;
using Lifecycle.Templates;

namespace Lifecycle.Silo.Startup;

/// <summary>
/// What the editions of the program do differently: on whom a customer's commands go, what fires the jobs, in what
/// languages templates may be written. Everything else is one program.
/// </summary>
internal interface IEdition
{
    /// <summary>The languages of templates, by the endings of their files.</summary>
    IReadOnlyList<ITemplateLanguage> TemplateLanguages { get; }

    /// <summary>Applies what the edition stores beside the common schema. Safe when several silos start at once.</summary>
    /// <param name="say">Told what takes its time.</param>
    /// <exception cref="SchemaException">A script failed; the message names it.</exception>
    Task MigrateAsync(string connectionString, Action<string> say, CancellationToken ct);

    /// <summary>Adds <see cref="Grains.ICustomers"/>. The committers are there already, and outlive whatever is added here.</summary>
    /// <exception cref="Postgres.StartupException">A setting of the edition cannot be read; the message names its key.</exception>
    void AddCustomers(WebApplicationBuilder builder, SiloSettings settings, Database database);

    /// <summary>Adds <see cref="Grains.ISchedule"/>, and what fires the jobs that are there.</summary>
    void AddScheduler(IServiceCollection services, string connectionString);

    /// <summary>Maps the pages of the edition's own.</summary>
    void Map(WebApplication app);

    /// <summary>Why the program cannot start, in one line, where the failure is one of the edition's own; null: it is not.</summary>
    string? Explain(Exception failure);
}
