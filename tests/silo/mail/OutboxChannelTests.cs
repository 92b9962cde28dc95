using Lifecycle.Grains;
using Lifecycle.Silo.Mail;

namespace Lifecycle.Tests.Silo.Mail;

/// <summary>
/// The outbox folder as a channel. A sender that died between any two of its steps is played by the files that it leaves; whoever asks
/// then learns what is true, and it stays true.
/// </summary>
public sealed class OutboxChannelTests : IDisposable
{
    private const string Ticket = "0123";

    private static readonly OutgoingMessage Message = Letters.To("li@example.com");

    private readonly TestFolder folder = new();
    private readonly OutboxFolder outbox;

    public OutboxChannelTests() => outbox = OutboxFolder.Open(folder.Path, new("Acme", "care@acme.example"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_sent_is_a_file_and_stays_sent()
    {
        Assert.Equal(Delivery.Sent, await SendAsync());
        Assert.Equal(Message.Key + ".eml", Path.GetFileName(Assert.Single(Files("*.eml"))));
        Assert.Equal(DeliveryFate.Sent, await FateAsync());

        // Whoever sends it on takes it away.
        File.Delete(Files("*.eml").Single());
        Assert.Equal(DeliveryFate.Sent, await FateAsync());
        Assert.Equal(DeliveryFate.Sent, await FateAsync());
    }

    /// <summary>The steps: nothing; half a message; all of it; the intent; the rename.</summary>
    [Theory]
    [InlineData("", "", DeliveryFate.Deferred)]
    [InlineData("From: half", "", DeliveryFate.Deferred)]
    [InlineData("all", "", DeliveryFate.Deferred)]
    [InlineData("all", "intent", DeliveryFate.Deferred)]
    [InlineData("", "intent", DeliveryFate.Sent)]
    public async Task A_sender_that_died(string prepared, string intent, DeliveryFate fate)
    {
        Leave(".part", prepared);
        if (intent.Length > 0)
        {
            File.WriteAllText(Hidden(".intent"), "");
        }

        Assert.Equal(fate, await FateAsync());
        Assert.Equal(fate, await FateAsync());
        await outbox.Tidy();
        Assert.Equal(fate, await FateAsync());

        // It was not dead after all: it does not pass.
        if (fate == DeliveryFate.Deferred)
        {
            File.Delete(Hidden(".part"));
            Assert.Equal(DeliveryFate.Deferred, (await SendAsync()).Fate);
            Assert.Equal(DeliveryFate.Deferred, await FateAsync());
        }

        Assert.Empty(Files("*.eml"));
        Assert.All(Files(".*.part*"), path => Assert.Equal(0, new FileInfo(path).Length));
    }

    [Fact]
    public async Task Whoever_asks_while_it_is_being_sent_agrees_with_the_sender()
    {
        for (var i = 0; i < 300; i++)
        {
            var (message, ticket) = (Letters.To("li@example.com", i), $"t{i}");
            var asking = new TaskCompletionSource();
            var asked = Task.Run(async () =>
            {
                await asking.Task;
                return await outbox.FateOf(message.Key, ticket);
            });
            var sending = Task.Run(async () =>
            {
                asking.SetResult();
                return await outbox.SendAsync(message, ticket, CancellationToken.None);
            });
            var fate = await asked.WaitAsync(Machine.Guard);
            Assert.Equal(fate, (await sending.WaitAsync(Machine.Guard)).Fate);
            Assert.Equal(fate, await outbox.FateOf(message.Key, ticket));
            Assert.Equal(fate == DeliveryFate.Sent, File.Exists(Path.Combine(folder.Path, message.Key + ".eml")));
        }
    }

    [Fact]
    public async Task Two_who_ask_at_once_hear_the_same()
    {
        for (var i = 0; i < 100; i++)
        {
            var ticket = $"t{i}";
            File.WriteAllText(Path.Combine(folder.Path, $".{Message.Key}.{ticket}.part"), "all");
            File.WriteAllText(Path.Combine(folder.Path, $".{Message.Key}.{ticket}.intent"), "");
            var fates = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () => await outbox.FateOf(Message.Key, ticket))));
            Assert.All(fates, fate => Assert.Equal(DeliveryFate.Deferred, fate));
        }
    }

    [Fact]
    public async Task What_cannot_be_written_or_sent_is_told()
    {
        Assert.Equal(Delivery.AddressUnusable, await outbox.SendAsync(Message with { Address = "a@b@c" }, "a", CancellationToken.None));
        Assert.Equal(new(DeliveryFate.Deferred, "cancelled"), await outbox.SendAsync(Message, "b", new CancellationToken(canceled: true)));

        // The same ticket twice, and a folder in the place of the message.
        Leave(".part", "another attempt's");
        Assert.Equal(new(DeliveryFate.Deferred, "outbox-unwritable"), await SendAsync());
        Directory.CreateDirectory(Path.Combine(folder.Path, Message.Key + ".eml"));
        Assert.Equal(new(DeliveryFate.Deferred, "outbox-unwritable"), await outbox.SendAsync(Message, "c", CancellationToken.None));
        Assert.Equal(DeliveryFate.Deferred, await outbox.FateOf(Message.Key, "c"));
        Assert.All(Files(".*.part*"), path => Assert.Equal(0, new FileInfo(path).Length));
    }

    [Fact]
    public async Task Tidying_takes_texts_after_an_hour_and_the_memory_of_them_after_two_days()
    {
        Leave(".part", "all");
        File.WriteAllText(Hidden(".intent"), "");
        await TidyAsync(TimeSpan.FromMinutes(61));
        Assert.Equal(0, new FileInfo(Assert.Single(Files(".*.part*"))).Length);

        // Its sender never asked; whoever does so later must not hear that it left.
        Assert.Equal(DeliveryFate.Deferred, await FateAsync());
        await TidyAsync(TimeSpan.FromHours(47));
        Assert.Equal(DeliveryFate.Deferred, await FateAsync());
        await TidyAsync(TimeSpan.FromHours(49));
        Assert.Equal([".owner"], Files(".*").Select(Path.GetFileName));
    }

    private Task<Delivery> SendAsync() => outbox.SendAsync(Message, Ticket, CancellationToken.None).AsTask();

    /// <summary>Asked by another silo on the same folder.</summary>
    private Task<DeliveryFate> FateAsync() => OutboxFolder.Open(folder.Path, new("b", "b@acme.example")).FateOf(Message.Key, Ticket).AsTask();

    private async Task TidyAsync(TimeSpan age)
    {
        foreach (var path in Files(".*"))
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
        }

        await outbox.Tidy();
    }

    private void Leave(string what, string content)
    {
        if (content.Length > 0)
        {
            File.WriteAllText(Hidden(what), content);
        }
    }

    private string Hidden(string what) => Path.Combine(folder.Path, $".{Message.Key}.{Ticket}{what}");

    private string[] Files(string pattern) => Directory.GetFiles(folder.Path, pattern);
}
