using Lifecycle.Silo.Startup;

return await SiloProgram.RunAsync(args, new StandaloneEdition());
