namespace Layers;

internal interface IJob
{
    Task RunAsync();
}
