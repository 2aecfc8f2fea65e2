Attribute VB_Name = "ControlSheetButtons"
'@Folder("Kinerja")
'@ModuleDescription("The buttons on the sheet KENDALI: one macro a button.")
Option Explicit
Option Private Module

'@EntryPoint
Public Sub KendaliSetPeriod()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.set_period()"
End Sub

'@EntryPoint
Public Sub KendaliDistribute()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.distribute()"
End Sub

'@EntryPoint
Public Sub KendaliMerge()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.merge()"
End Sub

'@EntryPoint
Public Sub KendaliCheck()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.check()"
End Sub

'@EntryPoint
Public Sub KendaliCompute()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.compute()"
End Sub

'@EntryPoint
Public Sub KendaliStartStep()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.start_step()"
End Sub

'@EntryPoint
Public Sub KendaliFinishStep()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.finish_step()"
End Sub

'@EntryPoint
Public Sub KendaliRefreshStatus()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.refresh_status()"
End Sub

'@EntryPoint
Public Sub KendaliOpenFolder()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.open_folder()"
End Sub

'@EntryPoint
Public Sub KendaliShowHelp()
    PythonRunner.RunForMaster ThisWorkbook, "from kinerja_xl.live import buttons; buttons.show_help()"
End Sub
