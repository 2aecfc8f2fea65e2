Attribute VB_Name = "RibbonCallbacks"
'@Folder("Kinerja")
'@ModuleDescription("What customUI14.xml calls: one callback a button, and which buttons are enabled.")
Option Explicit
Option Private Module

' Both are Nothing again after VBA was reset (Stop in the editor); the buttons then keep their state.
Private kinerjaRibbon As IRibbonUI
Private watcher As WorkbookWatcher

'@EntryPoint
Public Sub OnRibbonLoad(ByVal ribbon As IRibbonUI)
    Set kinerjaRibbon = ribbon
    Set watcher = New WorkbookWatcher
End Sub

'@Description("Has Excel ask GetButtonEnabled again before it shows the ribbon next.")
Public Sub RefreshRibbon()
    If Not kinerjaRibbon Is Nothing Then kinerjaRibbon.Invalidate
End Sub

'@EntryPoint
Public Sub GetButtonEnabled(ByVal control As IRibbonControl, ByRef isEnabled As Variant)
    isEnabled = PythonRunner.IsMaster(ActiveWorkbook)
End Sub

'@EntryPoint
Public Sub RibbonSetPeriod(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.set_period()"
End Sub

'@EntryPoint
Public Sub RibbonClosePeriod(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.close_period()"
End Sub

'@EntryPoint
Public Sub RibbonReopenPeriod(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.reopen_period()"
End Sub

'@EntryPoint
Public Sub RibbonDistribute(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.distribute()"
End Sub

'@EntryPoint
Public Sub RibbonMerge(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.merge()"
End Sub

'@EntryPoint
Public Sub RibbonCheck(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.check()"
End Sub

'@EntryPoint
Public Sub RibbonCompute(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.compute()"
End Sub

'@EntryPoint
Public Sub RibbonAcceptRows(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.accept_rows()"
End Sub

'@EntryPoint
Public Sub RibbonReturnRows(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.return_rows()"
End Sub

'@EntryPoint
Public Sub RibbonStartStep(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.start_step()"
End Sub

'@EntryPoint
Public Sub RibbonFinishStep(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.finish_step()"
End Sub

'@EntryPoint
Public Sub RibbonReturnStep(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.return_step()"
End Sub

'@EntryPoint
Public Sub RibbonMakeDocument(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.make_document()"
End Sub

'@EntryPoint
Public Sub RibbonSignDocument(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.sign_document()"
End Sub

'@EntryPoint
Public Sub RibbonMakeReport(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.make_report()"
End Sub

'@EntryPoint
Public Sub RibbonGiveTemplates(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.give_templates()"
End Sub

'@EntryPoint
Public Sub RibbonMarkEntered(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.mark_entered()"
End Sub

'@EntryPoint
Public Sub RibbonShowAudits(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.show_audits()"
End Sub

'@EntryPoint
Public Sub RibbonExportEvidence(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.export_evidence()"
End Sub

'@EntryPoint
Public Sub RibbonVerifyMaster(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.verify_master()"
End Sub

'@EntryPoint
Public Sub RibbonRefreshStatus(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.refresh_status()"
End Sub

'@EntryPoint
Public Sub RibbonOpenFolder(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.open_folder()"
End Sub

'@EntryPoint
Public Sub RibbonShowHelp(ByVal control As IRibbonControl)
    PythonRunner.RunForMaster ActiveWorkbook, "from kinerja_xl.live import buttons; buttons.show_help()"
End Sub
