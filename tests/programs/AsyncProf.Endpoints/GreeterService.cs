using Grpc.Core;

namespace AsyncProf.Endpoints;

public class GreeterService : GreeterBase
{
    public override async Task<byte[]> Greet(byte[] name, ServerCallContext context)
    {
        await Task.Delay(1);
        return name;
    }
}
