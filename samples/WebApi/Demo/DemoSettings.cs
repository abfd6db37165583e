namespace Shop.Demo;

/// <summary>The demo listens on a free port of loopback and keeps its console for the profile.</summary>
internal static class DemoSettings
{
    public static void UseDemoSettings(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Logging.AddFilter(static level => level >= LogLevel.Critical);
    }
}
