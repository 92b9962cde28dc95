using System.Collections.Immutable;

namespace Lifecycle.Grains;

/// <summary>角色: what somebody may do beyond what everybody may. Companies name their own; a policy says what one is for.</summary>
public static class Roles
{
    /// <summary>Grants and takes roles. The account of this name can do so without having it: somebody must be the first.</summary>
    public const string Admin = "admin";

    /// <summary>Most roles of one user.</summary>
    public const int Most = 50;

    private const int Longest = 50;

    /// <summary>The refusal for anybody who may not grant.</summary>
    public static Refusal MayNotGrant { get; } = new("role-admin-required", $"Roles are granted and taken by those who have the role {Admin}.", "roles");

    /// <summary>Why a word names no role, or null. Small letters, digits, hyphens and dots: nobody mistypes one unseen.</summary>
    public static Refusal? Check(string? role) =>
        role is { Length: > 0 and <= Longest } && role.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.')
            ? null
            : new("role-invalid", $"A role has 1 to {Longest} small letters, digits, hyphens and dots.", "roles");

    /// <summary>Why a list of them cannot be somebody's, or null.</summary>
    public static Refusal? Check(IReadOnlyCollection<string> roles) =>
        roles.Count > Most ? new("too-many-items", $"A user has at most {Most} roles.", "roles") : roles.Select(role => Check(role)).FirstOrDefault(unfit => unfit is not null);

    /// <summary>Each once and in order: how they are kept and compared.</summary>
    public static ImmutableArray<string> Sorted(IEnumerable<string> roles) => [.. roles.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Whether somebody may grant and take roles.</summary>
    /// <param name="employee">As written down; null: not.</param>
    public static bool MayGrant(string account, Employee? employee) => account == Admin || employee?.Has(Admin) == true;
}
