using Lifecycle.Cluster.Messages;
using Orleans.Concurrency;

namespace Lifecycle.Cluster.Customers;

/// <summary>One customer, by its id. There is one activation of it in the cluster, so its commands meet in one place.</summary>
[Alias("customer")]
internal interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Submits commands in their order and answers all of them after their commits.</summary>
    [Alias("submit")]
    Task<Immutable<Answered[]>> Submit(Immutable<Asked[]> commands);
}
