using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>Somebody who works here. Account managers are employees, whether they are written down or not.</summary>
/// <param name="Id">The name that customers carry as their <c>manager</c>.</param>
/// <param name="Superior">Who is told what this one lets lie; null: nobody.</param>
/// <param name="Roles">What they may do, in order; for accounts of the same name.</param>
/// <param name="Version">Counts changes, from 1.</param>
public sealed record Employee(string Id, string? Superior, ImmutableArray<string> Roles, long Version)
{
    /// <summary>Whether they have a role.</summary>
    public bool Has(string role) => Roles.Contains(role, StringComparer.Ordinal);

    /// <summary>The refusal for one who is not written down.</summary>
    public static Refusal Unknown { get; } = new("user-not-found", "There is no user with this id.", "id");

    /// <summary>The refusal for a superior who would be below the one they are above.</summary>
    public static Refusal Circle { get; } = new("superior-circle", "This superior is the user, or has the user above them.", "superior");

    /// <summary>The refusal for a change of another version than the sender has seen.</summary>
    public static Refusal Changed { get; } = new("version-mismatch", "The user has changed since it was read.");
}

/// <summary>How a change ended.</summary>
/// <param name="Employee">As it is now; null when it was refused.</param>
/// <param name="IsNew">Whether it was written down by this.</param>
public sealed record EmployeeChange(Employee? Employee, bool IsNew, Refusal? Refusal);

/// <summary>Who is whose superior, and who has which role.</summary>
public interface IEmployees
{
    /// <summary>An employee, or null.</summary>
    Task<Employee?> Find(string id, CancellationToken ct);

    /// <summary>Writes an employee down, or replaces what is. The superior need not be written down. Saying it again changes nothing.</summary>
    /// <param name="roles">Sorted; null: those that they have.</param>
    /// <param name="expected">The version that the sender has seen, 0 for none; another one refuses the change. Null: any.</param>
    Task<EmployeeChange> Put(string id, string? superior, ImmutableArray<string>? roles, long? expected, CancellationToken ct);
}
