namespace Lifecycle.Store.Past;

/// <summary>An answer, and what it depends on.</summary>
internal sealed record Answer(PastMark Mark, object Value);

/// <summary>The last answers by their questions, a bounded number: the one not asked for the longest goes first.</summary>
internal sealed class Answers
{
    // A year of month ends and then some; the figures of a large portfolio take a megabyte or two.
    private const int Most = 32;

    private readonly LinkedList<(object Question, Answer Answer)> byUse = [];

    public Answer? Find(object question)
    {
        lock (byUse)
        {
            if (Take(question) is not { } answer)
            {
                return null;
            }

            byUse.AddFirst((question, answer));
            return answer;
        }
    }

    public void Keep(object question, Answer answer)
    {
        lock (byUse)
        {
            Take(question);
            byUse.AddFirst((question, answer));
            if (byUse.Count > Most)
            {
                byUse.RemoveLast();
            }
        }
    }

    private Answer? Take(object question)
    {
        for (var node = byUse.First; node is not null; node = node.Next)
        {
            if (node.Value.Question.Equals(question))
            {
                byUse.Remove(node);
                return node.Value.Answer;
            }
        }

        return null;
    }
}
