Attribute VB_Name = "PythonRunner"
'@Folder("Kinerja")
'@ModuleDescription("The one way from a button to Python, and what is said when it cannot be gone.")
Option Explicit
Option Private Module

' The defined name that tells a master from any other workbook.
Private Const MasterName As String = "ID_Induk"
Private Const DialogTitle As String = "Kinerja"
Private Const FailedResult As Long = -1
' Excel 2010, the first with a ribbon of customUI14. LibreOffice says that it is 11.
Private Const OldestVersion As Long = 14
Private Const Advice As String = "Jalankan 'kinerja-xl doctor' di terminal, ikuti sarannya, lalu klik lagi."

' True while a command runs. A press that comes meanwhile is dropped, not queued.
Private isRunning As Boolean

'@Description("Runs a Python command for a master, or says in a dialog why it cannot run.")
Public Sub RunForMaster(ByVal master As Workbook, ByVal pythonCommand As String)
    If isRunning Then Exit Sub
    isRunning = True
    On Error GoTo CleanFail

    Dim obstacle As String
    obstacle = ObstacleFor(master)
    If Len(obstacle) > 0 Then
        MsgBox obstacle, vbExclamation, DialogTitle
    Else
        Application.StatusBar = "Kinerja: sedang bekerja..."
        If xlwings.RunPython(pythonCommand) = FailedResult Then
            MsgBox "Perintah tidak selesai. " & Advice, vbCritical, DialogTitle
        End If
    End If

CleanExit:
    On Error Resume Next
    Application.StatusBar = False
    On Error GoTo 0
    ' Clicks that waited while Python ran arrive now, and are dropped.
    DoEvents
    isRunning = False
    Exit Sub

CleanFail:
    MsgBox "Python tidak dapat dijalankan: " & Err.Description & vbLf & vbLf & Advice, _
        vbCritical, DialogTitle
    Resume CleanExit
End Sub

'@Description("Whether the workbook has the defined name of a master; False for Nothing.")
Public Function IsMaster(ByVal book As Workbook) As Boolean
    If book Is Nothing Then Exit Function

    Dim identity As Name
    On Error Resume Next
    Set identity = book.Names(MasterName)
    On Error GoTo 0
    IsMaster = Not identity Is Nothing
End Function

Private Function ObstacleFor(ByVal master As Workbook) As String
    If master Is Nothing Then
        ObstacleFor = "Tidak ada buku kerja yang terbuka untuk disunting. " & _
            "Buka buku induk (Kinerja.xlsm), lalu klik lagi."
    ElseIf Not IsMaster(master) Then
        ObstacleFor = "Buku kerja '" & master.Name & "' bukan buku induk. " & _
            "Buka atau aktifkan buku induk (Kinerja.xlsm), lalu klik lagi."
    ElseIf Val(Application.Version) < OldestVersion Then
        ObstacleFor = "Tombol ini bekerja di Excel 2010 atau yang lebih baru. " & _
            "Di LibreOffice, pakai menu Kinerja."
    ElseIf IsCellBeingEdited() Then
        ObstacleFor = "Sebuah sel sedang diisi. Tekan Enter atau Esc, lalu klik lagi."
    ElseIf Not HasInterpreter() Then
        ObstacleFor = "Python untuk Kinerja belum terpasang di komputer ini, atau sudah " & _
            "dipindahkan. Jalankan 'kinerja-xl install' di terminal, lalu klik lagi."
    End If
End Function

Private Function IsCellBeingEdited() As Boolean
    Dim isReady As Boolean
    isReady = True
    ' Only Excel has this property.
    On Error Resume Next
    isReady = Application.Ready
    On Error GoTo 0
    IsCellBeingEdited = Not isReady
End Function

Private Function HasInterpreter() As Boolean
    Dim interpreter As String
    #If Mac Then
        ' Excel's sandbox lets no macro look whether a file outside it is there.
        interpreter = xlwings.GetConfig("INTERPRETER_MAC", "")
        HasInterpreter = Len(interpreter) > 0
    #Else
        interpreter = xlwings.GetConfig("INTERPRETER_WIN", "")
        If xlwings.IsFullName(interpreter) Then
            HasInterpreter = xlwings.FileExists(interpreter)
        Else
            HasInterpreter = Len(interpreter) > 0
        End If
    #End If
End Function
