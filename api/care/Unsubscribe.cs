using Lifecycle.Api.Customers;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace Lifecycle.Api.Care;

/// <summary>The link in a commercial message: a contact takes itself off a channel without signing in (RFC 8058).</summary>
public static class Unsubscribe
{
    // What mail programs post is shorter by far, and is not read: the link says everything.
    private const int MostBodyBytes = 4096;

    /// <summary>Maps the page and its button. They are for people and mail programs, so the description leaves them out.</summary>
    public static void MapUnsubscribe(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/unsubscribe").RequireRateLimiting(RateLimit.Other).AllowAnonymous().ExcludeFromDescription();

        // Scanners of mail follow links: reading one changes nothing.
        pages.MapMethods("/{token}", [HttpMethods.Get, HttpMethods.Head], Ask);
        pages.MapPost("/{token}", Withdraw).WithMetadata(new RequestSizeLimitAttribute(MostBodyBytes));
    }

    private static async Task<IResult> Ask(string token, IUnsubscribeLinks links, NpgsqlDataSource database, CancellationToken ct) =>
        await Recipient.FindAsync(token, links, database, ct) is { } recipient
            ? UnsubscribePage.Ask(recipient.Channel, await LanguageAsync(recipient, database, ct))
            : UnsubscribePage.Unknown;

    private static async Task<IResult> Withdraw(
        string token, IUnsubscribeLinks links, ICustomers customers, ICustomerReader reader, IBusinessClock clock, NpgsqlDataSource database, CancellationToken ct)
    {
        if (await Recipient.FindAsync(token, links, database, ct) is not { } recipient)
        {
            return UnsubscribePage.Unknown;
        }

        return await Withdrawal.SubmitAsync(recipient, customers, reader, clock, database, ct) is { } refusal
            ? Problems.Problems.Of(refusal)
            : UnsubscribePage.Done(recipient.Channel, await LanguageAsync(recipient, database, ct));
    }

    private static async Task<string?> LanguageAsync(Recipient recipient, NpgsqlDataSource database, CancellationToken ct) =>
        (await PersonReader.ReadAsync(database, recipient.CustomerId, ct)).Contacts.FirstOrDefault(c => c.Id == recipient.ContactId)?.Language;
}
