using System.Security.Cryptography;
using System.Text;
using Lifecycle.Api.Problems;
using Lifecycle.Api.Requests;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lifecycle.Api.Templates;

/// <summary>Templates tried out on a customer: shown, or sent to whoever tries. Neither is a care decision.</summary>
public static class TemplateTrialEndpoints
{
    private const int LongestAddress = 254;
    private const string TestMark = "[TEST] ";

    /// <summary>Maps the endpoints.</summary>
    public static void MapTemplateTrials(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/templates/{name}/preview", Preview)
            .WithMetadata(new RequestSizeLimitAttribute(TemplateChangeEndpoints.MostBody))
            .Produces<PreviewAnswer>()
            .WithSummary("The message that a template, or a draft of one, would become for a customer. Nothing is sent.");

        routes.MapPost("/templates/{name}/test", Test)
            .Produces<TestAnswer>()
            .WithSummary("Sends that message to an address, its subject marked [TEST]. It is no care decision.");
    }

    private static async Task<IResult> Preview(
        PreviewInput input, HttpContext http, ITemplateBook book, TrialFields trial)
    {
        var name = http.Segment(1, "name");
        var (fields, own) = await trial.OfAsync(input.CustomerId, input.Contact, input.Occasion, name, http.RequestAborted);
        var language = Language(input.Language) ?? own;
        if (input.Parts is null)
        {
            var (text, commercial) = Render(book, name, language, fields);
            return Results.Ok(new PreviewAnswer(text.Language, text.Subject, text.Text, text.Html, commercial));
        }

        // A draft is in the language that is asked for; whether there is anything of its name does not matter.
        var target = language ?? IMessageTemplates.DefaultLanguage;
        var isCommercial = input.Commercial ?? book.Find(name, target)?.Content.IsCommercial ?? false;
        TemplateInput.CheckNames(name, target);
        var draft = TemplateInput.Read(input.Parts, isCommercial, input.TemplateLanguage);
        if (book.Check(name, target, draft) is { Refusal: not null } check)
        {
            return TemplateChangeEndpoints.Problem(check);
        }

        var shown = Try(() => book.Render(draft, target, With(fields, isCommercial)));
        return Results.Ok(new PreviewAnswer(shown.Language, shown.Subject, shown.Text, shown.Html, isCommercial));
    }

    private static async Task<IResult> Test(
        TestInput input, HttpContext http, ITemplateBook book, IEnumerable<IChannel> channels, IRequestKeys keys, TrialFields trial,
        IBusinessClock clock)
    {
        var name = http.Segment(1, "name");
        if ((input.Address.Length == 0 ? new("required", "address is required.", "address") : Text.Check(input.Address, "address", LongestAddress)) is { } unfit)
        {
            return Problems.Problems.Of(unfit);
        }

        if (channels.FirstOrDefault(c => c.Name == CareChannels.Email) is not { } channel)
        {
            return Problems.Problems.Of(new Refusal("channel-missing", "There is no channel for e-mail."));
        }

        var (fields, own) = await trial.OfAsync(input.CustomerId, input.Contact, input.Occasion, name, http.RequestAborted);
        var (text, commercial) = Render(book, name, Language(input.Language) ?? own, fields);
        var key = RequestKeys.Of(http);
        var (isFirst, reused) = key is null ? (true, null) : await keys.TakeAsync(key, http.RequestAborted);
        if (reused is not null || !isFirst)
        {
            return reused is null ? Results.Ok(new TestAnswer("duplicate")) : Problems.Problems.Of(reused);
        }

        var message = new OutgoingMessage(
            $"test-{(key is null ? $"{Guid.NewGuid():N}" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Key)).AsSpan(0, 16)))}",
            Recipient: null, input.Address, text with { Subject = TestMark + text.Subject }, TimeZoneInfo.ConvertTime(clock.Now, clock.Zone))
        {
            Unsubscribe = commercial ? TrialFields.Unsubscribe : null,
        };
        return Answer(await channel.SendAsync(message, $"{Guid.NewGuid():N}", http.RequestAborted));
    }

    private static IResult Answer(Delivery delivery) => delivery.Fate switch
    {
        DeliveryFate.Sent => Results.Ok(new TestAnswer("sent")),
        DeliveryFate.Unknown => Results.Ok(new TestAnswer("in_doubt")),
        DeliveryFate.Deferred => Problems.Problems.Of(new Refusal("delivery-deferred", $"The message did not leave, and may another time: {delivery.Reason}.")),
        _ => Problems.Problems.Of(new Refusal("delivery-refused", $"The message was refused: {delivery.Reason}.", delivery == Delivery.AddressUnusable ? "address" : null)),
    };

    private static (RenderedText Text, bool IsCommercial) Render(ITemplateBook book, string name, string? language, MessageFields fields)
    {
        if (!book.All.Any(template => template.Name == name))
        {
            throw new RefusedException(ITemplateVersions.Unknown);
        }

        return Try(() =>
        {
            var isCommercial = book.IsCommercial(name, language);
            return (book.Render(name, language, With(fields, isCommercial)), isCommercial);
        });
    }

    private static IReadOnlyDictionary<string, FieldValue?> With(MessageFields fields, bool isCommercial) =>
        (fields with { UnsubscribeUrl = isCommercial ? TrialFields.Unsubscribe.ToString() : null }).ToDictionary();

    private static T Try<T>(Func<T> render)
    {
        try
        {
            return render();
        }
        catch (TemplateException e)
        {
            throw new RefusedException(new("template-error", e.Message));
        }
    }

    private static string? Language(string? tag) =>
        Text.Check(tag, "language", 35) is { } refusal ? throw new RefusedException(refusal) : tag;
}
