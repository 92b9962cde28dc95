using System.Diagnostics;
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
            var (message, ticket, later) = (Letters.To("li@example.com", i), $"t{i}", 100 * i);
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var asked = Task.Run(async () =>
            {
                await begun.Task;
                Thread.SpinWait(later);
                return await outbox.FateOf(message.Key, ticket);
            });
            var sending = Task.Run(async () =>
            {
                begun.SetResult();
                return await outbox.SendAsync(message, ticket, CancellationToken.None);
            });
            var fate = await asked.WaitAsync(Machine.Guard);
            Assert.Equal(fate, (await sending.WaitAsync(Machine.Guard)).Fate);
            Assert.Equal(fate, await outbox.FateOf(message.Key, ticket));
            Assert.Equal(fate == DeliveryFate.Sent, File.Exists(Path.Combine(folder.Path, message.Key + ".eml")));
        }
    }

    /// <summary>The step that everything hangs on, so often that both meet in its middle: the file is one's alone, and whole.</summary>
    [Fact]
    public async Task Of_two_who_make_a_file_at_once_one_succeeds()
    {
        const int Rounds = 3_000;
        var isIntent = new bool[Rounds];
        var arrived = 0;

        // Written ahead: it is the naming that both do at once.
        for (var i = 0; i < Rounds; i++)
        {
            File.WriteAllBytes(PathOf(i) + ".draft", [1]);
        }

        var intending = RoundsAsync(i =>
        {
            Thread.SpinWait(i % 200);
            try
            {
                OutboxFiles.Create(PathOf(i)).Dispose();
                isIntent[i] = true;
            }
            catch (IOException)
            {
                // The other was faster.
            }
        });
        var barring = RoundsAsync(i =>
        {
            try
            {
                OutboxFiles.Name(PathOf(i) + ".draft", PathOf(i));
            }
            catch (IOException)
            {
                // The other was faster.
            }
        });
        await Task.WhenAll(intending, barring).WaitAsync(Machine.Guard);
        Assert.All(isIntent, (intended, i) => Assert.Equal(intended ? 0 : 1, new FileInfo(PathOf(i)).Length));

        string PathOf(int round) => Path.Combine(folder.Path, $"{round}");

        // Threads of their own that wait for each other awake: one that has to be woken comes too late to meet anybody.
        Task RoundsAsync(Action<int> step) => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    Interlocked.Increment(ref arrived);
                    Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref arrived) >= 2 * (i + 1), Machine.Guard));
                    step(i);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    [Fact]
    public async Task Who_died_over_barring_the_way_leaves_a_second_name_which_goes_while_the_bar_stays()
    {
        Assert.Equal(DeliveryFate.Deferred, await FateAsync());
        using (var link = Process.Start("ln", [Hidden(".intent"), Hidden(".intent.0.draft")]))
        {
            await link.WaitForExitAsync();
        }

        await TidyAsync(TimeSpan.FromMinutes(61));
        Assert.Empty(Files(".*.draft"));
        Assert.Equal(DeliveryFate.Deferred, await FateAsync());
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
