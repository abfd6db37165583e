using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>What a portable PDB says of one method: lines, and names of locals.</summary>
internal sealed class MethodLines
{
    private const int MaximumPoints = 100_000;

    private readonly MetadataReader? _pdb;
    private readonly MethodDefinitionHandle _method;
    private readonly List<Point> _points = [];

    /// <param name="pdb">The PDB; null if there is none.</param>
    /// <param name="method">The method, by its row in the module.</param>
    public MethodLines(MetadataReader? pdb, MethodDefinitionHandle method)
    {
        _pdb = pdb;
        _method = method;
        try
        {
            ReadPoints();
        }
        catch (BadImageFormatException)
        {
            // A damaged PDB tells as far as it could be read.
        }
    }

    /// <summary>Where the method's body begins; an empty file and 0 if that is not known.</summary>
    public (string File, int Line) Begin => _points.FindIndex(point => !point.IsHidden) is >= 0 and var first ? Place(_points[first]) : ("", 0);

    /// <summary>The line that an offset belongs to; an empty file and 0 if that is not known.</summary>
    public (string File, int Line) At(int offset)
    {
        int found = IndexAt(offset);
        return found < 0 || _points[found].Line == 0 ? ("", 0) : Place(_points[found]);
    }

    /// <summary>Whether the code at an offset is the compiler's own, with no line in the source.</summary>
    public bool IsHidden(int offset) => IndexAt(offset) is >= 0 and var found && _points[found].IsHidden;

    /// <summary>The name of a local that is in scope at an offset; empty if it has none.</summary>
    public string LocalName(int index, int offset)
    {
        if (!HasMethod)
            return "";
        try
        {
            foreach (LocalScopeHandle handle in _pdb!.GetLocalScopes(_method))
            {
                LocalScope scope = _pdb.GetLocalScope(handle);
                if (offset < scope.StartOffset || offset >= scope.EndOffset)
                    continue;
                foreach (LocalVariableHandle local in scope.GetLocalVariables())
                {
                    LocalVariable variable = _pdb.GetLocalVariable(local);
                    if (variable.Index == index)
                        return BoundedNames.Read(_pdb, variable.Name);
                }
            }
        }
        catch (BadImageFormatException)
        {
            // A damaged PDB names nothing.
        }

        return "";
    }

    private bool HasMethod => _pdb is not null && System.Reflection.Metadata.Ecma335.MetadataTokens.GetRowNumber(_method) <= _pdb.MethodDebugInformation.Count;

    private void ReadPoints()
    {
        if (!HasMethod)
            return;
        foreach (SequencePoint point in _pdb!.GetMethodDebugInformation(_method).GetSequencePoints())
        {
            if (_points.Count == MaximumPoints)
                return;
            Point last = _points.Count == 0 ? default : _points[^1];
            _points.Add(point.IsHidden ? last with { Offset = point.Offset, IsHidden = true } : new Point(point.Offset, false, point.StartLine, point.Document));
        }
    }

    private int IndexAt(int offset)
    {
        int index = _points.BinarySearch(new Point { Offset = offset }, Comparer<Point>.Create((one, other) => one.Offset.CompareTo(other.Offset)));
        return index >= 0 ? index : ~index - 1;
    }

    private (string File, int Line) Place(Point point)
    {
        try
        {
            return (BoundedNames.Read(_pdb!, _pdb!.GetDocument(point.Document).Name), point.Line);
        }
        catch (BadImageFormatException)
        {
            return ("", 0); // a damaged name: the line alone would be of no file
        }
    }

    /// <summary>A sequence point; a hidden one has the line of the last that is not.</summary>
    private readonly record struct Point(int Offset, bool IsHidden, int Line, DocumentHandle Document);
}
