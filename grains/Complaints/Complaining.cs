namespace Lifecycle.Grains;

/// <summary>Decides about complaints: received → assigned → solved → confirmed, or reopened.</summary>
internal static class Complaining
{
    private static readonly Decision NotOpen = Decision.Refuse("complaint-not-open", "The complaint is solved. It can be confirmed or reopened.");

    private static readonly Decision NotSolved = Decision.Refuse("complaint-not-solved", "The complaint is not solved yet.");

    private static readonly Decision TooMany = Decision.Refuse(
        "too-many-complaints", $"The customer has {Complaints.Most} complaints that it has not confirmed as solved.", "customerId");

    /// <summary>Decides a new complaint. What its customer's tier promises on the day it came in is promised for good.</summary>
    public static Decision Decide(CustomerState customer, ReceiveComplaint command, PolicyBook policies)
    {
        if (customer.Complaints.Find(command.Id) is not null)
        {
            return Decision.Duplicate;
        }

        if (customer.Complaints.Items.Length >= Complaints.Most)
        {
            return TooMany;
        }

        if (customer.Movements.CannotRate(policies.LooksFrom(command.On)))
        {
            return Decision.NeedsHistory;
        }

        var policy = policies.InForceOn(command.On);
        var tier = Rater.Rate(customer, command.On, policy, policies).Tier;
        var dueOn = command.On.AddDays(policy.Document.Service.Of(tier).ComplaintSolvedInDays);
        return Decision.Accept(new ComplaintReceived(command.Id, command.Category, command.On, dueOn) { Note = command.Note });
    }

    /// <summary>Decides the next step of a complaint.</summary>
    public static Decision Decide(CustomerState customer, ChangeComplaint command)
    {
        if (customer.Complaints.Find(command.Id) is not { } complaint)
        {
            // Whoever asks has found it among the customer's: what is not here any more was confirmed.
            return command.Step == ComplaintStep.Confirm ? Decision.Duplicate : new(Outcome.Refused, [], Complaint.Closed);
        }

        return command.Step switch
        {
            ComplaintStep.Assign when !complaint.IsOpen => NotOpen,
            ComplaintStep.Assign when complaint.Status == ComplaintStatus.Assigned && complaint.Assignee == command.Assignee => Decision.Duplicate,
            ComplaintStep.Assign => Accept(new ComplaintAssigned(command.Id, command.Assignee!)),
            ComplaintStep.Solve when !complaint.IsOpen => Decision.Duplicate,
            ComplaintStep.Solve => Accept(new ComplaintSolved(command.Id)),
            ComplaintStep.Confirm when complaint.IsOpen => NotSolved,
            ComplaintStep.Confirm => Accept(new ComplaintConfirmed(command.Id)),
            ComplaintStep.Reopen when complaint.Status == ComplaintStatus.Reopened => Decision.Duplicate,
            ComplaintStep.Reopen when complaint.IsOpen => NotSolved,
            ComplaintStep.Reopen => Accept(new ComplaintReopened(command.Id)),
            _ => throw new InvalidOperationException($"No decision for {command.Step}."),
        };

        Decision Accept(ComplaintEvent happened) => Decision.Accept(happened with { Note = command.Note });
    }
}
