using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.Care;

public sealed class CareKeyTests
{
    [Fact]
    public void Message_keys_are_stable_tell_nothing_and_never_meet()
    {
        var key = CareKey.Birthday("c", 1, 2026);
        Assert.Equal("birthday-2026-c88a8b7cc776f2a156662342959e86f4", key.MessageKey);
        CareKey[] others =
        [
            key with { CustomerId = "c1", ContactId = 1 }, key with { ContactId = 11 }, key with { CustomerId = "c:1" },
            key with { Occurrence = "2027" }, key with { Channel = "sms" }, key with { Occasion = "festival" },
        ];
        Assert.Equal(others.Length + 1, others.Append(key).Select(k => k.MessageKey).Distinct().Count());
    }

    [Fact]
    public void Outcomes_and_their_words_are_one_to_one()
    {
        var outcomes = Enum.GetValues<CareOutcome>();
        Assert.Equal(outcomes, outcomes.Select(o => CareOutcomes.Read(o.Word())));
        Assert.Throws<InvalidDataException>(() => CareOutcomes.Read("shrugged"));
    }
}
