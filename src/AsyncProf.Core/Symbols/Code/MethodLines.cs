using System.Reflection.Metadata;

namespace AsyncProf.Symbols.Code;

/// <summary>What a portable PDB says of one method: lines, and names of locals.</summary>
internal sealed class MethodLines
{
    private const int MaximumPoints = 100_000;

    private readonly MetadataReader? _pdb;
    private readonly MethodDefinitionHandle _method;
    private readonly List<(int Offset, int Line, DocumentHandle Document)> _points = [];

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
    public (string File, int Line) Begin => _points.FindIndex(point => point.Line > 0) is >= 0 and var first ? Place(_points[first]) : ("", 0);

    /// <summary>The line that an offset belongs to; an empty file and 0 if that is not known.</summary>
    public (string File, int Line) At(int offset)
    {
        int found = _points.FindLastIndex(point => point.Offset <= offset && point.Line > 0);
        return found < 0 ? ("", 0) : Place(_points[found]);
    }

    /// <summary>Whether the code at an offset is the compiler's own, with no line in the source.</summary>
    public bool IsHidden(int offset) => _points.FindLastIndex(point => point.Offset <= offset) is >= 0 and var found && _points[found].Line == 0;

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
                        return _pdb.GetString(variable.Name);
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
            _points.Add((point.Offset, point.IsHidden ? 0 : point.StartLine, point.Document));
        }
    }

    private (string File, int Line) Place((int Offset, int Line, DocumentHandle Document) point)
    {
        try
        {
            return (_pdb!.GetString(_pdb.GetDocument(point.Document).Name), point.Line);
        }
        catch (BadImageFormatException)
        {
            return ("", 0); // a damaged name: the line alone would be of no file
        }
    }
}
