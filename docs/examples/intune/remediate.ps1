$wslmem = (Get-Command wslmem -ErrorAction SilentlyContinue).Source
if (-not $wslmem) { $wslmem = Join-Path $env:ProgramFiles 'wslmem\wslmem.exe' }
if (-not (Test-Path $wslmem)) { Write-Output 'wslmem is not installed'; exit 1 }
& $wslmem intune remediate '--memory' 'auto' '--at-least' '6GB' '--swap' '4GB' 2>$null
exit $LASTEXITCODE
