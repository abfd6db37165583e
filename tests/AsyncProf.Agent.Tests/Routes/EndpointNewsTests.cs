using AsyncProf.Events;
using AsyncProf.Routes;
using Grpc.AspNetCore.Server;

namespace AsyncProf.Agent.Tests.Routes
{
    public class EndpointNewsTests
    {
        [Theory]
        [InlineData("Unary", false)]
        [InlineData("ServerStreaming", true)]
        [InlineData("DuplexStreaming", true)]
        public void Of_AMethodOfGrpc_IsLastingWhereItStreams(string type, bool isLasting) =>
            Assert.Equal(isLasting ? EntryNews.Lasting : EntryNews.None, EndpointNews.Of(new { Metadata = new object[] { "x", new GrpcMethodMetadata(new GrpcMethodMetadata.Kind(type)) } }));

        [Fact]
        public void Of_AnEndpointThatAnswersWithProfiles_IsOwn() => Assert.Equal(EntryNews.Own, EndpointNews.Of(new { Metadata = new object[] { 1, OwnEntry.Metadata } }));

        [Fact]
        public void Of_AnyOther_IsNone()
        {
            Assert.Equal(EntryNews.None, EndpointNews.Of(new { Metadata = new object[] { new object() } }));
            Assert.Equal(EntryNews.None, EndpointNews.Of(new object()));
        }
    }
}

namespace Grpc.AspNetCore.Server
{
    /// <summary>As gRPC for ASP.NET Core has it: the method is known by an interface that its class implements explicitly or not.</summary>
    internal sealed class GrpcMethodMetadata(GrpcMethodMetadata.IMethod method)
    {
        public interface IMethod
        {
            string Type { get; }
        }

        public IMethod Method { get; } = method;

        internal sealed class Kind(string type) : IMethod
        {
            string IMethod.Type => type;
        }
    }
}
