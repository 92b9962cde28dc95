using Lifecycle.Api.Imports.Storing;
using Lifecycle.Grains;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lifecycle.Api.Imports.Running;

/// <summary>What every run works with.</summary>
internal sealed record ImportServices(
    NpgsqlDataSource Database, RunTable Table, Spool Spool, ICustomers Customers, IProspects Prospects, IBusinessClock Clock, Patience Patience,
    ImportMetrics Metrics, TimeProvider Time, ILogger<ImportServices> Log);
