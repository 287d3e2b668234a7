# tcsh completion of wslmem:  wslmem completion tcsh > ~/.wslmem.tcsh; source ~/.wslmem.tcsh
complete wslmem 'p@*@`wslmem __complete --tcsh "$COMMAND_LINE"`@'
