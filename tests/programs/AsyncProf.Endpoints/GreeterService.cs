using Grpc.Core;

namespace AsyncProf.Endpoints;

public class GreeterService : GreeterBase
{
    public override async Task<byte[]> Greet(byte[] name, ServerCallContext context)
    {
        await Task.Delay(10);
        return name;
    }
}
