namespace AwaitLines;

/// <summary>Awaits that no event tells of: the first suspension of a call is told all the same, and so is one that has no like in its method.</summary>
internal sealed class Silent
{
    public async Task RunAsync()
    {
        Truth.At("Silent.Only"); await Only();
        Truth.At("Silent.AfterATask"); await AfterATask();
        Truth.At("Silent.InALoop"); await InALoop();
        Truth.At("Silent.Several"); await Several();
    }

    private async Task Only()
    {
        Truth.At("Custom.Plain"); await Custom.Plain();
    }

    private async Task AfterATask()
    {
        Truth.At("Later.Void"); await Later.Void();
        Truth.At("Custom.Critical"); await Custom.Critical();
        Truth.At("Later.Void"); await Later.Void();
    }

    private async Task InALoop()
    {
        for (int i = 0; i < 3; i++)
        {
            Truth.At("Custom.Plain"); await Custom.Plain();
        }
    }

    private async Task Several()
    {
        for (int i = 0; i < 2; i++)
        {
            Truth.At("Custom.Plain", isTold: i == 0); await Custom.Plain();
            Truth.At("Later.Void"); await Later.Void();
            Truth.At("Custom.Critical", isTold: false); await Custom.Critical();
        }
    }
}
