using Lifecycle.Cluster;
using Lifecycle.Silo.Startup;

return await SiloProgram.RunAsync(args, new ClusterEdition());
