namespace AsyncProf.Renderers;

/// <summary>One line above the drawing: what was decided of a root or a method.</summary>
/// <param name="Name">The canonical name of the method, or the root's name.</param>
/// <param name="Root">The name of the root that it is below; empty where it is not about one root.</param>
/// <param name="Kind"><c>root</c> or <c>method</c>.</param>
/// <param name="Decision"><c>regression</c>, <c>improvement</c>, <c>added</c>, <c>removed</c> or <c>none</c>.</param>
/// <param name="Text">The numbers, in words.</param>
internal sealed record DiffPageRow(string Name, string Root, string Kind, string Decision, string Text);
