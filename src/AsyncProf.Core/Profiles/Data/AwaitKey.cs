using AsyncProf.Events;

namespace AsyncProf.Profiles.Data;

/// <summary>One await of a method, below the roots of one name.</summary>
/// <param name="RootKind">The kind of the roots.</param>
/// <param name="Root">Their name.</param>
/// <param name="Kind">Whether what awaits is a method or an entry.</param>
/// <param name="Method">Its name.</param>
/// <param name="On">What is awaited.</param>
/// <param name="File">The source file; empty where it is not known.</param>
/// <param name="Line">The line; 0 where it is not known.</param>
/// <param name="ILOffset">The IL offset; -1 where it is not known.</param>
internal readonly record struct AwaitKey(RootKind RootKind, string Root, FrameKind Kind, string Method, string On, string File, int Line, int ILOffset);
