using System.Security.Cryptography;
using System.Text;
using Lifecycle.Grains;
using Microsoft.AspNetCore.Http;

namespace Lifecycle.Api.Care;

/// <summary>What a contact sees who follows the link. Its texts are fixed: nothing about anybody is filled in, so nothing can leak or break out.</summary>
internal static class UnsubscribePage
{
    private const string Style = "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:30rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1.5rem}";

    private static readonly Names Tag = new("zh-CN", "en");
    private static readonly Names Title = new("退订", "Unsubscribe");
    private static readonly Names Question = new("不再通过{0}接收此类信息？", "Receive no more messages like this one by {0}?");
    private static readonly Names Answer = new("您已退订，今后不会再通过{0}收到此类信息。", "You are unsubscribed: no more messages like this one will come by {0}.");

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The link is none of ours. Whose it would be is not known, so both languages say it.</summary>
    public static IResult Unknown { get; } =
        new Html(StatusCodes.Status404NotFound, "zh-CN", "退订 · Unsubscribe", "<p>此链接无效。</p><p lang=\"en\">This link is not valid.</p>");

    /// <summary>The question, with the button that answers it.</summary>
    /// <param name="language">The contact's; null: as messages are then.</param>
    public static IResult Ask(string channel, string? language) =>
        Of(Question, channel, language, $"""<form method="post"><button name="List-Unsubscribe" value="One-Click">{Title.In(language)}</button></form>""");

    /// <summary>It is done, now or before.</summary>
    public static IResult Done(string channel, string? language) => Of(Answer, channel, language, "");

    private static Html Of(Names sentence, string channel, string? language, string below) => new(
        StatusCodes.Status200OK, Tag.In(language), Title.In(language),
        $"<p>{sentence.In(language).Replace("{0}", Word(channel).In(language), StringComparison.Ordinal)}</p>{below}");

    private static Names Word(string channel) => channel switch
    {
        CareChannels.Sms => new("短信", "text message"),
        CareChannels.Wecom => new("企业微信", "WeCom"),
        _ => new("电子邮件", "e-mail"),
    };

    private sealed class Html(int status, string tag, string title, string content) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentSecurityPolicy = Policy;
            response.Headers.XContentTypeOptions = "nosniff";

            // The address is as good as a password: no other site may learn it.
            response.Headers["Referrer-Policy"] = "no-referrer";
            return response.WriteAsync(
                $"""
                <!DOCTYPE html>
                <html lang="{tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{Style}</style></head>
                <body><h1>{title}</h1>{content}</body></html>
                """,
                httpContext.RequestAborted);
        }
    }
}
