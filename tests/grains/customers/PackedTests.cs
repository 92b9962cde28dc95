using System.Diagnostics;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Customers;

/// <summary>Packed bytes come back as what they were; damaged ones are refused, and never hang or eat the memory.</summary>
public sealed class PackedTests
{
    [Fact]
    public void AnyStateComesBack() => Seeds.Run(500, random =>
    {
        var ledger = Lived(random);
        var bytes = PackedState.Pack(ledger.State);

        var state = PackedState.Unpack("C", 7, bytes);

        Assert.Equal(bytes, PackedState.Pack(state));
        Assert.Equal(("C", 7, ledger.State.Standing), (state.Id, state.Version, state.Standing));
        Assert.Equal(ledger.State.Movements.Items, state.Movements.Items.AsEnumerable());
        Assert.Equal(ledger.State.Evaluations.Items, state.Evaluations.Items.AsEnumerable());
        var day = Make.Day("2030-01-01");
        Assert.Equal(Rater.Review(ledger.State, day, Make.DefaultBook), Rater.Review(state, day, Make.DefaultBook));
    });

    [Fact]
    public void AnyMeasuresComeBack() => Seeds.Run(1000, random =>
    {
        var book = Make.Book(random.Next(2) == 0 ? null : "04-01");
        var measures = Rater.Rate(Lived(random).State, Make.Day("2027-12-05").AddDays(random.Next(500)), book.Published[0]).Measures;

        Assert.Equal(measures, PackedMeasures.Unpack(PackedMeasures.Pack(measures)));
    });

    [Fact]
    public void EveryTruncationIsRefused() => Seeds.Run(30, random =>
    {
        var bytes = PackedState.Pack(Lived(random).State);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => PackedState.Unpack("C", 1, bytes[..length]));
        }

        Assert.Throws<InvalidDataException>(() => PackedState.Unpack("C", 1, [.. bytes, 0]));
    });

    [Fact]
    public void AnyDamageIsRefusedOrReadsAsAState()
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Seeds.Run(20_000, random =>
        {
            var bytes = Samples[random.Next(Samples.Length)].ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            try
            {
                PackedState.Unpack("C", 1, bytes);
            }
            catch (InvalidDataException)
            {
                // The only way to refuse.
            }
        });

        var perInput = (GC.GetAllocatedBytesForCurrentThread() - before) / 20_000;
        Assert.True(perInput < 200_000, $"{perInput} bytes for an input of some hundred");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
    }

    private static byte[][] Samples { get; } = [.. Enumerable.Range(0, 20).Select(seed => PackedState.Pack(Lived(new Random(seed)).State))];

    private static Ledger Lived(Random random)
    {
        var today = Make.Day("2020-02-20");
        var ledger = new Ledger(Make.DefaultBook, random.Next(2) == 0 ? 3 : int.MaxValue);
        ledger.Commit(RandomCommands.Register(today));
        for (var i = random.Next(30); i > 0; i--)
        {
            today = today.AddDays(random.Next(90));
            ledger.Commit(RandomCommands.Next(random, today, ledger.Postings, i));
        }

        return ledger;
    }
}
