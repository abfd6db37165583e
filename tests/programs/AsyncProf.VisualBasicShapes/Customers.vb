Imports System.Threading.Tasks

''' <summary>The same names as another class's.</summary>
Public Class Customers
    Public Shared Async Function LoadAsync(id As Integer) As Task(Of Integer)
        Await Task.Delay(5)
        Return id
    End Function

    Public Shared Async Function RunAsync() As Task
        Await LoadAsync(1)
        Await Orders.RunAsync()
    End Function
End Class
