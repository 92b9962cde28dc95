namespace Lifecycle.Tests.Grains.Oracle;

/// <summary>Section 3. <c>w</c> looks at the policy's window, <c>t</c> at the trailing year (rows 3 to 8).</summary>
public static class OracleClasses
{
    public static (int Row, string Class) First(OracleMeasures w, OracleMeasures t)
    {
        if (w.NewInWindow && w.Postings >= 1 && w.Sales > 100_000m)
        {
            return (1, "new.effective");
        }

        if (w.NewInWindow && w.Postings >= 1)
        {
            return (2, "new.ineffective");
        }

        if (t.Sales < 20_000m && t.Receivable >= 20_000m && t.CollectionDifficult)
        {
            return (3, "problem.stagnant");
        }

        if (t.Sales < 20_000m && t.Receivable >= 20_000m && t.OldestOverdueDays >= 90)
        {
            return (4, "problem.stagnant");
        }

        if (t.Batches == 0 && t.Receivable != 0)
        {
            return (5, "problem.pending");
        }

        if (t.Batches == 1 && t.Receivable > 0)
        {
            return (6, "problem.pending");
        }

        if (!t.EverPosted)
        {
            return (7, "dormant.prospect");
        }

        if (t.Batches == 0 && t.Receivable == 0)
        {
            return (8, "dormant.inactive");
        }

        // A condition on an undefined measure is false: hence "is { } x && …".
        if (w.Growth is { } growth && growth <= -0.50m)
        {
            return (9, "deteriorating.sales");
        }

        if (w.RepaymentDrop is { } drop && drop >= 0.10m)
        {
            return (10, "deteriorating.repayment");
        }

        if (w.Sales > 100_000m && w.Batches > 3
            && w.RepaymentRate is { } repayment && repayment > 0.95m
            && w.ReturnRate is { } returns && returns < 0.05m)
        {
            return (11, "mature.normal");
        }

        return w.Sales > 100_000m ? (12, "mature.abnormal") : (13, "mature.minor");
    }
}
