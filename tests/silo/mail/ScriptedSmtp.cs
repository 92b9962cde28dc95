using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Lifecycle.Tests.Silo.Mail;

/// <summary>
/// An SMTP server that misbehaves on demand. At each step (<c>hello</c> on connecting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA,
/// <c>body</c> when the message is about to come, <c>.</c> when all of it is there, RSET, QUIT) a script says what it does: a line
/// to answer, or one of the constants; null: what a good server does.
/// </summary>
internal sealed class ScriptedSmtp : IAsyncDisposable
{
    /// <summary>Closes the connection.</summary>
    public const string Drop = "!drop";

    /// <summary>Says nothing more, and reads nothing more.</summary>
    public const string Stall = "!stall";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, int, string?> script;
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentBag<Task> talks = [];
    private readonly Task accepting;
    private int connections;

    /// <param name="script">Gets the step and which connection it is, from 1.</param>
    public ScriptedSmtp(Func<string, int, string?> script)
    {
        this.script = script;
        listener.Server.ReceiveBufferSize = 4_096;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public int Connections => connections;

    /// <summary>Every message of which all was received, whatever it was answered.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>Every command.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>For TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>TLS from the first byte.</summary>
    public bool IsTlsOnly { get; init; }

    /// <summary>What EHLO offers.</summary>
    public string[] Offers { get; init; } = ["8BITMIME", "AUTH PLAIN"];

    public async ValueTask DisposeAsync()
    {
        // Stopped only when nobody accepts any more: to accept from a listener that was stopped is a mistake of the caller.
        await end.CancelAsync();
        await accepting;
        listener.Stop();
        await Task.WhenAll(talks);
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(end.Token), ++connections));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(TcpClient client, int number)
    {
        using (client)
        {
            try
            {
                await new Talk(this, client.GetStream(), number).RunAsync();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
            {
            }
        }
    }

    private sealed class Talk(ScriptedSmtp server, Stream stream, int number)
    {
        private Stream stream = stream;

        public async Task RunAsync()
        {
            if (server.IsTlsOnly)
            {
                await SecureAsync();
            }

            await StepAsync("hello", "220 ready");
            while (await LineAsync() is { } line)
            {
                server.Commands.Enqueue(line);
                var verb = line.Split(' ', 2)[0].ToUpperInvariant();
                await StepAsync(verb, Good(verb));
                switch (verb)
                {
                    case "STARTTLS":
                        await SecureAsync();
                        break;
                    case "DATA":
                        await TakeMessageAsync();
                        break;
                    case "QUIT":
                        return;
                }
            }
        }

        private string Good(string verb) => verb switch
        {
            "EHLO" => string.Join("\r\n", ["250-scripted", .. server.Offers.SkipLast(1).Select(o => "250-" + o), .. server.Offers.TakeLast(1).Select(o => "250 " + o)]),
            "STARTTLS" => "220 go ahead",
            "AUTH" => "235 welcome",
            "DATA" => "354 go ahead",
            "QUIT" => "221 bye",
            _ => "250 fine",
        };

        private async Task TakeMessageAsync()
        {
            // A refused DATA is followed by no message; the step has answered already.
            if (server.script("DATA", number) is { } answer && !answer.StartsWith("354", StringComparison.Ordinal))
            {
                return;
            }

            await StepAsync("body", null);
            var message = new StringBuilder();
            while (await LineAsync() is { } line)
            {
                if (line == ".")
                {
                    server.Messages.Enqueue(message.ToString());
                    await StepAsync(".", "250 taken");
                    return;
                }

                message.Append(line).Append("\r\n");
            }
        }

        private async Task StepAsync(string step, string? good)
        {
            switch (server.script(step, number) ?? good)
            {
                case null:
                    break;
                case Drop:
                    throw new IOException("As the script wants it.");
                case Stall:
                    await Task.Delay(Timeout.Infinite, server.end.Token);
                    break;
                case { } answer:
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), server.end.Token);
                    break;
            }
        }

        private async Task SecureAsync()
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = server.Certificate }, server.end.Token);
            stream = tls;
        }

        private async Task<string?> LineAsync()
        {
            var line = new StringBuilder();
            var one = new byte[1];
            while (await stream.ReadAsync(one, server.end.Token) > 0)
            {
                if (one[0] == '\n')
                {
                    return line.ToString().TrimEnd('\r');
                }

                line.Append((char)one[0]);
            }

            return null;
        }
    }
}
