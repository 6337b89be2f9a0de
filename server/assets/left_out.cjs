// Stands in for the packages of D3 that are left out.
