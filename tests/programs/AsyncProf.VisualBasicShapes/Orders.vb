Imports System.Threading.Tasks

''' <summary>Async methods, and an async lambda; another class has some of the same names.</summary>
Public Class Orders
    Public Shared Async Function LoadAsync(id As Integer) As Task(Of Integer)
        Await Task.Delay(5)
        Dim twice As Func(Of Task(Of Integer)) = Async Function()
                                                     Await Task.Yield()
                                                     Return id * 2
                                                 End Function
        Return Await twice()
    End Function

    Public Shared Async Function RunAsync() As Task
        For i = 1 To 3
            Await LoadAsync(i)
        Next
    End Function
End Class
